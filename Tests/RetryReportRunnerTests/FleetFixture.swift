#if LiveTenant
import Foundation
import TestSupport

/// A configuration file of several tenants, with a folder for what they make.
struct FleetFixture {
    let scratch: TemporaryFolder
    let config: String
    var output: String { scratch.file("out") }

    /// `tenants`: the lines of each tenant after its dash.
    init(common: [String] = [], tenants: [[String]], scratch: TemporaryFolder? = nil) throws {
        let scratch = try scratch ?? TemporaryFolder()
        self.scratch = scratch
        let list = tenants.map { "  - " + $0.joined(separator: "\n    ") }
        let lines = ["output: \(scratch.path)/out"] + common + ["tenants:"] + list
        config = try scratch.write(lines.joined(separator: "\n") + "\n", to: "fleet.yaml")
    }

    /// A tenant of saved pages with a number of jobs, which need no network.
    static func saved(_ name: String, jobs: Int, in scratch: TemporaryFolder, _ more: [String] = []) throws -> [String]
    {
        let list = (0..<jobs).map { #"{"id":\#($0 + 1),"type":"T","retry_count":3,"error_class":"E\#($0 % 2)"}"# }
        let path = try scratch.write("[\(list.joined(separator: ","))]", to: "pages-\(name).json")
        return ["name: \(name)", "input: \(path)"] + more
    }

    func run(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> Program.Result {
        try Program(environment: environment).run(["--config", config] + arguments)
    }

    func index() throws -> JSONObject { try JSONObject(scratch.bytes("out/index.json")) }

    /// The names and states of the index's tenants, in its order.
    func states() throws -> [String] {
        let tenants = try index()["tenants"]
        return (0..<tenants.count).map { place in
            "\(tenants[place]["name"].text ?? "") \(tenants[place]["state"].text ?? "")"
        }
    }
}

extension JSONObject {
    /// The number of elements of a list.
    var count: Int { (value as? [Any])?.count ?? 0 }
}
#endif
