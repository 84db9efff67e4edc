// What must be right before anything else of the program runs.

#include "CProcessStart.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

/// Takes the descriptors 0 to 2 where they are closed. Otherwise the next file that is opened would get their number:
/// the first one is an event counter that Foundation opens while it is loaded, so that standard input would wait for
/// ever. Each is opened for the wrong direction, so that whoever reads or writes it gets an error and no silence.
static void take_standard_streams(void) {
    for (int stream = 0; stream <= 2; stream++) {
        if (fcntl(stream, F_GETFD) != -1) { continue; }
        int taken = open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
        if (taken != stream && taken != -1) { close(taken); }
    }
}

#if defined(__linux__)
// Before the constructors of all libraries.
__attribute__((section(".preinit_array"), used)) static void (*const first)(void) = take_standard_streams;
#else
__attribute__((constructor)) static void first(void) { take_standard_streams(); }
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
