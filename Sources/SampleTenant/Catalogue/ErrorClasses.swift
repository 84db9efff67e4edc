#if LiveTenant
/// The Ruby error classes of the sample, most frequent first.
enum ErrorClasses {
    static let all = [
        "Faraday::TimeoutError", "Net::ReadTimeout", "Faraday::ConnectionFailed", "ActiveRecord::LockWaitTimeout",
        "Errno::ECONNRESET", "OpenSSL::SSL::SSLError", "RestClient::TooManyRequests", "JSON::ParserError",
        "Net::OpenTimeout", "ArgumentError", "NoMethodError", "SocketError", "Faraday::ServerError",
        "RestClient::Unauthorized", "Errno::ECONNREFUSED", "Timeout::Error", "OAuth2::Error",
        "ActiveRecord::StatementInvalid", "Redis::TimeoutError", "EOFError", "RestClient::Forbidden",
        "PG::ConnectionBad", "ActiveRecord::ConnectionTimeoutError", "Aws::S3::Errors::SlowDown",
        "Aws::STS::Errors::ExpiredToken", "Liquid::SyntaxError", "TypeError", "KeyError",
        "Encoding::UndefinedConversionError",
        "RestClient::BadGateway", "RestClient::ServiceUnavailable", "RestClient::GatewayTimeout",
        "RestClient::NotFound",
        "Faraday::SSLError", "Faraday::TooManyRequestsError", "Faraday::UnauthorizedError", "Errno::EHOSTUNREACH",
        "Errno::ETIMEDOUT", "Errno::EPIPE", "Errno::ENOSPC", "Resolv::ResolvError", "Net::SMTPAuthenticationError",
        "Net::SMTPServerBusy", "Net::SMTPFatalError", "Net::IMAP::NoResponseError", "ActiveRecord::Deadlocked",
        "ActiveRecord::RecordNotFound", "ActiveRecord::RecordInvalid", "ActiveRecord::QueryCanceled",
        "ActiveJob::DeserializationError", "Redis::CannotConnectError", "Redis::CommandError", "PG::UniqueViolation",
        "PG::QueryCanceled", "Nokogiri::XML::SyntaxError", "CSV::MalformedCSVError", "Zlib::GzipFile::Error",
        "URI::InvalidURIError", "Mail::Field::ParseError", "JWT::ExpiredSignature", "JWT::DecodeError",
        "Google::Apis::RateLimitError", "Google::Apis::AuthorizationError",
        "Slack::Web::Api::Errors::TooManyRequestsError",
        "Octokit::AbuseDetected", "Jira::OauthClient::AccessTokenError", "Zip::Error", "StopIteration",
        "FloatDomainError", "ZeroDivisionError", "RangeError", "Regexp::TimeoutError", "SystemStackError",
        "NoMemoryError", "Sidekiq::Shutdown", "ActionAgent::LoopDetected", "ActionAgent::PayloadTooLarge",
        "ActionAgent::Template::UndefinedVariable", "HTTParty::RedirectionTooDeep", "IPAddr::InvalidAddressError",
    ]
}
#endif
