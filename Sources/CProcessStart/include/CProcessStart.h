#ifndef C_PROCESS_START_H
#define C_PROCESS_START_H

/// Starts threads that all run at the same time, ends them, and returns how many could be started.
///
/// The libraries below a Swift program wait for ever for a thread that can't be started, or end the process.
int process_start_threads(int wanted);

/// Returns 1 when the process may have that much more address space, 0 when a limit keeps it from that.
int process_start_memory(long bytes);

#endif
