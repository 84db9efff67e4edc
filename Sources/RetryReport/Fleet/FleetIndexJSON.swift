extension FleetIndex {
    /// The index as JSON, with keys in snake case, times in ISO 8601 and null where something is unknown.
    /// `templates/index.schema.json` describes it.
    package func json() throws -> [UInt8] {
        var writer = JSONWriter()
        writer.index(self)
        writer.endLine()
        var buffer = ByteBuffer()
        try writer.drain(into: &buffer)
        return buffer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func index(_ index: FleetIndex) {
        typealias Key = FleetIndex.CodingKeys
        object { json in
            json.member(Key.version, FleetIndex.currentVersion)
            json.member(Key.generator, index.generator)
            json.member(Key.title, index.title)
            json.member(Key.generatedAt, index.generatedAt)
            json.totals(index.totals)
            json.list(Key.tenants, of: index.tenants) { json, tenant in json.tenant(tenant) }
        }
    }

    private mutating func totals(_ totals: FleetTotals) {
        typealias Key = FleetTotals.CodingKeys
        object(FleetIndex.CodingKeys.totals) { json in
            json.member(Key.tenants, totals.tenants)
            json.member(Key.notCurrent, totals.notCurrent)
            json.member(Key.incomplete, totals.incomplete)
            json.member(Key.unverified, totals.unverified)
            json.member(Key.jobs, totals.jobs)
            json.member(Key.openJobs, totals.openJobs)
            json.member(Key.within24Hours, totals.within24Hours)
            json.member(Key.within7Days, totals.within7Days)
            json.member(Key.overdue, totals.overdue)
            json.member(Key.died, totals.died)
        }
    }

    private mutating func tenant(_ tenant: FleetTenant) {
        typealias Key = FleetTenant.CodingKeys
        object { json in
            json.member(Key.name, tenant.name)
            json.member(Key.state, tenant.state.rawValue)
            json.member(Key.reason, tenant.reason)
            json.member(Key.exitStatus, tenant.exitStatus)
            json.member(Key.failedAt, tenant.failedAt)
            json.summary(tenant.report)
            json.list(Key.documents, of: tenant.documents) { json, document in
                json.object(.row) { row in
                    row.member(FleetTenant.Document.CodingKeys.format, document.format)
                    row.member(FleetTenant.Document.CodingKeys.path, document.path)
                }
            }
        }
    }

    private mutating func summary(_ summary: TenantSummary?) {
        typealias Key = TenantSummary.CodingKeys
        guard let summary else { return member(FleetTenant.CodingKeys.report, String?.none) }
        object(FleetTenant.CodingKeys.report) { json in
            json.member(Key.version, summary.version)
            json.member(Key.generatedAt, summary.generatedAt)
            json.member(Key.source, summary.source)
            json.member(Key.tenant, summary.tenant)
            json.member(Key.isComplete, summary.isComplete)
            json.member(Key.isVerified, summary.isVerified)
            json.member(Key.problem, summary.problem)
            json.member(Key.isRestricted, summary.isRestricted)
            json.member(Key.unreadableJobs, summary.unreadableJobs)
            json.member(Key.jobs, summary.jobs)
            json.member(Key.openJobs, summary.openJobs)
            json.deaths(summary.deaths, Key.deaths)
            json.member(Key.hasEstimates, summary.hasEstimates)
            json.dead(summary.dead)
            json.changes(summary.changes)
            json.openFirst(summary.openFirst)
        }
    }

    private mutating func dead(_ dead: TenantSummary.Dead?) {
        typealias Key = TenantSummary.Dead.CodingKeys
        guard let dead else { return member(TenantSummary.CodingKeys.dead, String?.none) }
        object(TenantSummary.CodingKeys.dead, .row) { row in
            row.member(Key.count, dead.count)
            row.member(Key.within24Hours, dead.within24Hours)
            row.member(Key.isComplete, dead.isComplete)
        }
    }

    private mutating func changes(_ changes: TenantSummary.Changes?) {
        typealias Key = TenantSummary.Changes.CodingKeys
        guard let changes else { return member(TenantSummary.CodingKeys.changes, String?.none) }
        object(TenantSummary.CodingKeys.changes, .row) { row in
            row.member(Key.since, changes.since)
            row.member(Key.before, changes.before)
            row.member(Key.new, changes.new)
            row.member(Key.died, changes.died)
            row.member(Key.recovered, changes.recovered)
            row.member(Key.isDeathEstimated, changes.isDeathEstimated)
            row.member(Key.newGroups, changes.newGroups)
            row.member(Key.returnedGroups, changes.returnedGroups)
            row.member(Key.growingGroups, changes.growingGroups)
        }
    }

    private mutating func openFirst(_ first: TenantSummary.OpenFirst?) {
        typealias Key = TenantSummary.OpenFirst.CodingKeys
        guard let first else { return member(TenantSummary.CodingKeys.openFirst, String?.none) }
        object(TenantSummary.CodingKeys.openFirst, .row) { row in
            row.action(first.action)
            row.member(Key.count, first.count)
            row.member(Key.within24Hours, first.within24Hours)
            row.member(Key.errorClass, first.errorClass)
        }
    }
}
