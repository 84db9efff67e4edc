#if LiveTenant
import Testing

import RetryHistory

@testable import history_benchmark

@Suite struct FateSequenceTests {
    @Test(arguments: [1.0, 6.0, 24.0], [UInt64(1), 2])
    func `no job's fate is wrong in weeks of reports`(hours: Double, seed: UInt64) async throws {
        var sequence = FateSequence(seed: seed, jobs: 200, days: hours < 6 ? 4 : 21, hours: hours)
        sequence.newPerHour = 10
        let result = try await sequence.play()
        #expect(result.wrong == [])
        #expect(result.compared > result.reports / 2)
        #expect(result.untold == 0)
        for fate in [JobFate.new, .waiting, .recovered, .unsettled] + (hours == 6 ? [.returned, .died] : []) {
            #expect((result.claims[fate] ?? 0) > 0, "\(fate)")
        }
    }

    @Test(arguments: [UInt64(1), 2])
    func `without the dead list, deaths are estimates, and no other fate is wrong`(seed: UInt64) async throws {
        var sequence = FateSequence(seed: seed, jobs: 200, days: 21, hours: 6)
        sequence.newPerHour = 10
        sequence.readsDead = false
        // A last retry that succeeds can't be told from one that fails: with 5 % of them an estimate is seldom wrong.
        sequence.failsAgain = 0.95
        sequence.spread = 0
        let result = try await sequence.play()
        #expect(result.wrong == [])
        let died = result.claims[.died] ?? 0
        #expect(died > 0)
        #expect(10 * result.wrongEstimates < 3 * died)
    }
}
#endif
