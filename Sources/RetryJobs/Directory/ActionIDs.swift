extension JobBatch {
    /// The numbers of the actions that its jobs name.
    package var actionIDs: Set<Int64> {
        var ids: Set<Int64> = []
        for record in records where record.hasAction && record.actionID != JobRecord.none {
            ids.insert(record.actionID)
        }
        return ids
    }
}
