// What must be right before anything else of the program runs.

#include "CProcessStart.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/// Takes the descriptors 0 to 2 where they are closed. Otherwise the next file that is opened would get their number:
/// the first one is an event counter that Foundation opens while it is loaded, so that standard input would wait for
/// ever. Each is opened for the wrong direction, so that reading or writing it is an error.
static void take_standard_streams(void) {
    for (int stream = 0; stream <= 2; stream++) {
        if (fcntl(stream, F_GETFD) != -1) { continue; }
        int taken = open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
        if (taken != stream && taken != -1) { close(taken); }
    }
}

/// Says that the limit on open files is too small, and ends the process with the status of an error that may pass. The
/// libraries below open some for each core, the first ones while they are loaded, and end the process when they can't.
static void require_open_files(void) {
    enum { AT_LEAST = 32, FOR_EACH_CORE = 4, TEMPORARY = 75 };
    struct rlimit limit;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned long long required = AT_LEAST + FOR_EACH_CORE * (unsigned long long)(cores > 0 ? cores : 1);
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= required) { return; }
    char text[200];
    int length = snprintf(
        text,
        sizeof text,
        "retry-report: error: the limit on open files is too small (%llu): at least %llu are required. "
        "Raise it (ulimit -n, LimitNOFILE in systemd)\n",
        (unsigned long long)limit.rlim_cur,
        required
    );
    if (write(2, text, (size_t)length) < 0) { _exit(TEMPORARY); }
    _exit(TEMPORARY);
}

static void start(void) {
    take_standard_streams();
    require_open_files();
}

#if defined(__linux__)
// Before the constructors of all libraries.
__attribute__((section(".preinit_array"), used)) static void (*const first)(void) = start;
#else
__attribute__((constructor)) static void first(void) { start(); }
#endif

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static void *wait_at_gate(void *unused) {
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    return unused;
}

int process_start_threads(int wanted) {
    enum { MOST = 512 };
    pthread_t threads[MOST];
    int started = 0;
    if (wanted > MOST) { wanted = MOST; }
    pthread_mutex_lock(&gate);
    while (started < wanted && pthread_create(&threads[started], 0, wait_at_gate, 0) == 0) { started++; }
    pthread_mutex_unlock(&gate);
    for (int thread = 0; thread < started; thread++) { pthread_join(threads[thread], 0); }
    return started;
}

int process_start_memory(long bytes) {
    void *place = mmap(0, (size_t)bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) { return 0; }
    munmap(place, (size_t)bytes);
    return 1;
}
