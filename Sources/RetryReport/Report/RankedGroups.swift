import RetryJobs

/// All error groups of a report by rank, without a copy of them: a report may have a hundred thousand, and each format
/// looks at all.
package struct RankedGroups: RandomAccessCollection, Sendable {
    private let types: [TypeGroup]
    private let order: [Place]

    private struct Place {
        let type: Int32
        let error: Int32
        let rank: ErrorGroup.Rank
    }

    init(_ types: [TypeGroup]) {
        self.types = types
        var order: [Place] = []
        order.reserveCapacity(types.reduce(0) { $0 + $1.errors.count })
        for type in types.indices {
            for error in types[type].errors.indices {
                order.append(
                    Place(
                        type: Int32(type),
                        error: Int32(error),
                        rank: ErrorGroup.Rank(
                            jobs: types[type].errors[error].count,
                            deaths: types[type].errors[error].deaths
                        )
                    )
                )
            }
        }
        // The groups of each type are in order already, which makes this nearly linear.
        order.sort { left, right in
            if left.rank != right.rank { return left.rank < right.rank }
            // The names only: a group has a dozen references, and a copy of it counts each of them.
            if left.type != right.type { return types[Int(left.type)].type < types[Int(right.type)].type }
            return ErrorGroup.errorClassPrecedes(
                types[Int(left.type)].errors[Int(left.error)].errorClass,
                types[Int(right.type)].errors[Int(right.error)].errorClass
            )
        }
        self.order = order
    }

    package var startIndex: Int { 0 }

    package var endIndex: Int { order.count }

    package subscript(position: Int) -> ErrorGroup {
        _read { yield types[Int(order[position].type)].errors[Int(order[position].error)] }
    }
}
