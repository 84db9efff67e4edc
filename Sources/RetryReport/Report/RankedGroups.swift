import RetryJobs

/// All error groups of a report by rank, without a copy of them: a report may have a hundred thousand, and each format
/// looks at all.
package struct RankedGroups: RandomAccessCollection, Sendable {
    private let types: [TypeGroup]
    private let order: [Place]

    private struct Place {
        let type: Int32
        let error: Int32
        let count: Int
        let death: Timestamp
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
                        count: types[type].errors[error].count,
                        death: types[type].errors[error].deaths.next ?? .latest
                    )
                )
            }
        }
        // The groups of each type are in order already, which makes this nearly linear.
        order.sort { left, right in
            if left.count != right.count { return left.count > right.count }
            if left.death != right.death { return left.death < right.death }
            // The names only: a group has a dozen references, and a copy of it counts each of them.
            let (one, other) = (types[Int(left.type)], types[Int(right.type)])
            if left.type != right.type { return one.type < other.type }
            return ErrorGroup.errorClassPrecedes(
                one.errors[Int(left.error)].errorClass,
                other.errors[Int(right.error)].errorClass
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
