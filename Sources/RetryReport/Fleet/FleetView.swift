/// An index in words: what its templates see.
package struct FleetView: Sendable {
    /// Everything that a template can name.
    package let values: ViewObject

    /// Makes words of an index, leaving out what `detail` has no room for.
    package init(_ index: FleetIndex, detail: FleetDetail = .page) {
        let time = TimeWords(now: index.generatedAt, space: detail.joinsUnits ? "\u{a0}" : " ")
        let names = NameWords(ReportDetail(nameLength: detail.nameLength, breaksAutolinks: detail.breaksAutolinks))
        values = Self.values(index, detail, time, names)
    }

    private static func values(
        _ index: FleetIndex,
        _ detail: FleetDetail,
        _ time: TimeWords,
        _ names: NameWords
    ) -> ViewObject {
        let headline = FleetHeadline(index, names, time)
        let shown = index.tenants.prefix(detail.maxTenants ?? .max)
        let largest = index.tenants.map { $0.current?.jobs ?? 0 }.max() ?? 0
        let rows = FleetRows(
            index: index,
            time: time,
            names: names,
            hasFileLinks: detail.hasFileLinks,
            largest: largest
        )
        let left = index.tenants.count - shown.count
        return [
            "title": .text(names.clipped(index.title).text),
            "language": .text("en"),
            "generated": .object(time.values(index.generatedAt)),
            "headline": .object(headline.values),
            "figures": .list(FleetFigures(index.totals, isComplete: index.isComplete).list),
            "tenants": .list(ViewList(count: shown.count) { rows.values(shown[$0]) }),
            "hasTenants": .flag(!index.tenants.isEmpty),
            "tenantsInWords": .text(NumberWords.counted(index.tenants.count, "tenant")),
            "hasTenantsNotShown": .flag(left > 0),
            "tenantsNotShown": .text(
                "Not shown here: \(NumberWords.counted(left, "less urgent tenant")). See \(detail.fullIndex)."
            ),
            "mail": .object(detail.mail.values),
            "about": .object([
                "generator": .text(index.generator),
                "version": .text(String(FleetIndex.currentVersion)),
                "dead": .text(
                    "After its last retry a job is dead: Tines gives up, and its event is not processed. "
                        + "≈ marks an estimate."
                ),
                "order": .text(
                    "Tenants without a current report come first, then incomplete reports, then those whose jobs die "
                        + "soonest."
                ),
            ]),
        ]
    }
}

/// How much of an index a view shows.
package struct FleetDetail: Sendable {
    /// The most tenants that are shown, the most urgent first; nil for all.
    package var maxTenants: Int?
    /// The most characters of a name.
    package var nameLength = 120
    /// True to break what a mail client would make a link of.
    package var breaksAutolinks = false
    /// True to join numbers and their units by a no-break space.
    package var joinsUnits = false
    /// Whether links lead to files beside the index; in a mail there are none.
    package var hasFileLinks = true
    /// Where a reader finds what is left out, as the end of a sentence.
    package var fullIndex = "the published index"
    /// What a mail says besides the index.
    package var mail = MailContext(fullReport: "the published index")

    /// Everything, for a page.
    package static let page = FleetDetail()

    /// What a mail shows, from most to least; the size of the last step is bounded for every index.
    package static func mailSteps(_ context: MailContext) -> [FleetDetail] {
        [(100, 80), (60, 60), (40, 60), (25, 40), (12, 40), (5, 30)].map { tenants, length in
            var detail = FleetDetail()
            detail.maxTenants = tenants
            detail.nameLength = length
            detail.breaksAutolinks = true
            detail.joinsUnits = true
            detail.hasFileLinks = false
            detail.mail = context
            return detail
        }
    }
}
