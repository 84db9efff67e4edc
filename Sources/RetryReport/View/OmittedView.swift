/// What the view leaves out for want of room, and where it is.
struct OmittedView {
    private let context: ViewContext

    init(_ context: ViewContext) {
        self.context = context
    }

    var values: ViewObject {
        let groups = context.groups.dropFirst(context.shownGroups.count)
        let jobsInGroups = groups.reduce(0) { $0 + $1.count }
        let actions = context.report.actions.count - context.shownActions.count
        let fewer = context.shownGroups.contains { $0.jobs.count > context.jobsPerGroup }
        let jobs = context.shownGroups.reduce(0) { $0 + max(0, $1.jobs.count - context.jobsPerGroup) }
        var words: [String] = []
        if fewer, context.detail.jobsPerGroup != nil {
            words.append(context.jobsPerGroup == 0 ? "the lists of jobs" : "most of the lists of jobs")
        } else if fewer {
            words.append("\(NumberWords.counted(jobs, "job")) of the groups shown")
        }
        if actions > 0 { words.append(NumberWords.counted(actions, "action")) }
        if !groups.isEmpty {
            words.append(
                "\(NumberWords.counted(groups.count, "small group")) with \(NumberWords.counted(jobsInGroups, "job"))"
            )
        }
        let sentence =
            words.isEmpty ? "" : "Left out here: \(NumberWords.joined(words)). See \(context.detail.fullReport)."
        return [
            "hasAny": .flag(!words.isEmpty),
            "sentence": .text(sentence),
            "groups": .text(NumberWords.counted(groups.count, "small group")),
            "hasGroups": .flag(!groups.isEmpty),
            "jobsInGroups": .text(NumberWords.counted(jobsInGroups, "job")),
            "fullReport": .text(context.detail.fullReport),
        ]
    }
}
