import Algorithms
import RetryJobs
import RetryReport

/// Finds jobs of the later reading among those that were missing in the earlier one.
struct MissingJobs {
    private let earlier: AwayJobs
    private let firstText: Int
    private var place = 0
    private var texts: [ExactText: Int] = [:]
    /// The places of those that were passed and not found.
    private var passed: [Int] = []

    init(_ earlier: AwayJobs) {
        self.earlier = earlier
        firstText = earlier.jobs.partitioningIndex { $0.hasTextID }
        for place in firstText..<earlier.count {
            texts[ExactText(earlier.ids[Int(earlier.jobs[place].id)])] = place
        }
    }

    /// The job with a number for an id; call it with rising numbers.
    mutating func take(_ id: Int64) -> (job: JobState, marks: AwayMarks)? {
        while place < firstText, earlier.jobs[place].id < id {
            passed.append(place)
            place += 1
        }
        guard place < firstText, earlier.jobs[place].id == id else { return nil }
        defer { place += 1 }
        return (earlier.jobs[place], earlier.marks[place])
    }

    mutating func take(_ id: ExactText) -> (job: JobState, marks: AwayMarks)? {
        texts.removeValue(forKey: id).map { (earlier.jobs[$0], earlier.marks[$0]) }
    }

    /// The places of those that are still missing.
    var rest: [Int] { passed + Array(place..<max(place, firstText)) + texts.values }
}
