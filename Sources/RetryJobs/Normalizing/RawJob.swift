/// A value of a raw job as the wire had it.
public enum RawValue: Sendable, Hashable {
    /// The field was not there.
    case absent
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number without decimals or exponent that fits 64 bits.
    case integer(Int64)
    /// A longer number without decimals or exponent: its decimal digits, perhaps after a minus sign.
    case largeInteger(String)
    /// Any other number.
    case number(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([RawValue])
    /// An object: its `id` and its `name`, all that a job's fields ever need.
    indirect case object(id: RawValue, name: RawValue)
}

/// The fields of one job as the wire had them, before ``JobNormalizer`` reads them. Unknown fields are left out.
public struct RawJob: Sendable, Hashable {
    /// `id`
    public var id: RawValue = .absent
    /// `type`
    public var type: RawValue = .absent
    /// `agent`: what Tines calls an action today.
    public var agent: RawValue = .absent
    /// `events`
    public var events: RawValue = .absent
    /// `retry_count`
    public var retryCount: RawValue = .absent
    /// `last_retry`
    public var lastRetry: RawValue = .absent
    /// `error_class`
    public var errorClass: RawValue = .absent

    /// A job without a field; set those that the wire had.
    public init() {}
}
