// Format icinga: a line as check plugins of Icinga and Nagios print it, with performance data.
//
//     c++ -std=c++17 -O2 -o retry-report-render-icinga icinga.cpp -lsimdjson
//
// Reads the JSON report on standard input and writes the line to standard output. What keeps it from that goes to standard
// error, with another exit status than 0.

#include <cstdint>
#include <cstring>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <simdjson.h>

static int describe() {
    std::cout << R"({"suffix": "icinga.txt", "media_type": "text/plain; charset=utf-8",)"
              << R"( "summary": "a line with performance data, as check plugins of Icinga print it"})" << '\n';
    return std::cout.flush() ? 0 : 1;
}

int main(int count, char **arguments) {
    if (count == 2 && std::strcmp(arguments[1], "--describe") == 0) { return describe(); }
    std::cin.sync_with_stdio(false);
    const std::string text{std::istreambuf_iterator<char>(std::cin), {}};
    try {
        simdjson::dom::parser parser;
        const simdjson::dom::element report = parser.parse(text);
        if (int64_t(report["version"]) != 2) { throw std::runtime_error("this program reads version 2 of the report"); }
        const simdjson::dom::element totals = report["totals"];
        const simdjson::dom::element deaths = totals["deaths"];
        const int64_t jobs = totals["jobs"];
        const int64_t overdue = deaths["overdue"];
        const int64_t dying = deaths["within_24_hours"];
        const bool is_complete = report["reading"]["is_complete"];
        // An incomplete report proves no absence.
        const char *state = dying + overdue > 0 ? "CRITICAL" : !is_complete ? "UNKNOWN" : jobs > 0 ? "WARNING" : "OK";
        std::cout << "RETRY " << state << " - " << (is_complete ? "" : "incomplete, at least ") << jobs
                  << (jobs == 1 ? " job is" : " jobs are") << " waiting for a retry, " << dying
                  << " die within 24 h (estimate) | jobs=" << jobs << " dying=" << dying << " overdue=" << overdue << '\n';
    } catch (const std::exception &error) {
        std::cerr << "the input is not a report: " << error.what() << '\n';
        return 1;
    }
    return std::cout.flush() ? 0 : 1;
}
