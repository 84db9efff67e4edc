// libxml2 PAGE SCHEMA ROUNDS: what libxml2 alone takes to write a page and to check it, and nothing else: the elements,
// attributes and texts of the page are in memory before the clock starts. One thread writes with xmlTextWriter, in pieces
// of 64 KiB; another parses the pieces and validates them. Prints the least of the rounds as JSON, in seconds.
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlwriter.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PIECE = 1 << 16, ROOM = 8 };
typedef enum { START, ATTRIBUTE, TEXT, RAW, END, FULL_END } Kind;
typedef struct {
    Kind kind;
    const char *name, *value;
} Event;

static Event *events;
static size_t count, capacity;

static void add(Kind kind, const char *name, const char *value) {
    if (count == capacity) {
        capacity = capacity ? capacity * 2 : 1 << 16;
        events = realloc(events, capacity * sizeof *events);
    }
    events[count++] = (Event){kind, name, value};
}

// MARK: The page's events

typedef struct {
    xmlParserCtxtPtr parser;
    xmlDictPtr names;
    char *text;
    size_t length, capacity;
    int isStyle, depth;
    char endsItself[256];
} Page;

static void endText(Page *page) {
    if (page->length == 0) return;
    add(page->isStyle ? RAW : TEXT, NULL, strndup(page->text, page->length));
    page->length = 0;
}

static void onText(void *data, const xmlChar *bytes, int length) {
    Page *page = data;
    if (page->length + length > page->capacity) {
        page->capacity = (page->length + length) * 2;
        page->text = realloc(page->text, page->capacity);
    }
    memcpy(page->text + page->length, bytes, length);
    page->length += length;
}

static void onStart(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                    const xmlChar **declared, int attributes, int defaulted, const xmlChar **attribute) {
    Page *page = data;
    endText(page);
    page->isStyle = strcmp((const char *)name, "style") == 0;
    add(START, (const char *)xmlDictLookup(page->names, name, -1), NULL);
    for (int i = 0; i < namespaces; i++) add(ATTRIBUTE, "xmlns", strdup((const char *)declared[2 * i + 1]));
    for (int i = 0; i < attributes; i++) {
        const xmlChar **own = attribute + 5 * i;
        char *value = strndup((const char *)own[3], own[4] - own[3]);
        add(ATTRIBUTE, (const char *)xmlDictLookup(page->names, own[0], -1), value);
    }
    const xmlChar *next = page->parser->input->cur;
    page->endsItself[page->depth++ & 255] = next[0] == '/';
}

static void onEnd(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    Page *page = data;
    endText(page);
    page->isStyle = 0;
    add(page->endsItself[--page->depth & 255] ? END : FULL_END, NULL, NULL);
}

static char *bytesOf(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    fseek(file, 0, SEEK_END);
    *length = ftell(file);
    rewind(file);
    char *bytes = malloc(*length);
    if (fread(bytes, 1, *length, file) != *length) return NULL;
    fclose(file);
    return bytes;
}

static int readPage(const char *path, size_t *length) {
    char *bytes = bytesOf(path, length);
    if (!bytes) return -1;
    xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC};
    handler.startElementNs = onStart;
    handler.endElementNs = onEnd;
    handler.characters = handler.ignorableWhitespace = onText;
    Page page = {.names = xmlDictCreate()};
    page.parser = xmlCreatePushParserCtxt(&handler, &page, NULL, 0, NULL);
    xmlCtxtUseOptions(page.parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    for (size_t at = 0; at < *length; at += PIECE)
        xmlParseChunk(page.parser, bytes + at, *length - at < PIECE ? *length - at : PIECE, 0);
    xmlParseChunk(page.parser, NULL, 0, 1);
    int isWellFormed = page.parser->wellFormed;
    xmlFreeParserCtxt(page.parser);
    free(bytes);
    return isWellFormed ? 0 : -1;
}

// MARK: Pieces from the writer to the check

typedef struct {
    char *bytes[ROOM];
    size_t lengths[ROOM];
    size_t first, used;
    int ended;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    char *piece;
    size_t length, written;
} Pieces;

static void handOver(Pieces *pieces) {
    pthread_mutex_lock(&pieces->lock);
    while (pieces->used == ROOM) pthread_cond_wait(&pieces->changed, &pieces->lock);
    size_t place = (pieces->first + pieces->used++) % ROOM;
    pieces->bytes[place] = pieces->piece;
    pieces->lengths[place] = pieces->length;
    pthread_cond_broadcast(&pieces->changed);
    pthread_mutex_unlock(&pieces->lock);
    pieces->written += pieces->length;
    pieces->piece = malloc(PIECE + (1 << 20));
    pieces->length = 0;
}

static int take(void *data, const char *bytes, int length) {
    Pieces *pieces = data;
    if (length > 1 << 20) return -1;
    memcpy(pieces->piece + pieces->length, bytes, length);
    pieces->length += length;
    if (pieces->length >= PIECE) handOver(pieces);
    return length;
}

static void *writePage(void *data) {
    Pieces *pieces = data;
    xmlTextWriterPtr writer = xmlNewTextWriter(xmlOutputBufferCreateIO(take, NULL, pieces, NULL));
    xmlTextWriterWriteRaw(writer, BAD_CAST "<!DOCTYPE html>\n");
    for (const Event *event = events; event < events + count; event++) {
        switch (event->kind) {
        case START: xmlTextWriterStartElement(writer, BAD_CAST event->name); break;
        case ATTRIBUTE: xmlTextWriterWriteAttribute(writer, BAD_CAST event->name, BAD_CAST event->value); break;
        case TEXT: xmlTextWriterWriteString(writer, BAD_CAST event->value); break;
        case RAW: xmlTextWriterWriteRaw(writer, BAD_CAST event->value); break;
        case END: xmlTextWriterEndElement(writer); break;
        case FULL_END: xmlTextWriterFullEndElement(writer); break;
        }
    }
    xmlTextWriterWriteString(writer, BAD_CAST "\n");
    xmlFreeTextWriter(writer);
    handOver(pieces);
    pthread_mutex_lock(&pieces->lock);
    pieces->ended = 1;
    pthread_cond_broadcast(&pieces->changed);
    pthread_mutex_unlock(&pieces->lock);
    return NULL;
}

// MARK: The check

static const xmlChar *pageNamespace = BAD_CAST "http://www.w3.org/1999/xhtml";
typedef struct {
    xmlSAXHandlerPtr events;
    void *data;
} Check;

// The schema has the elements of SVG in the page's namespace.
static void checkStart(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                       const xmlChar **declared, int attributes, int defaulted, const xmlChar **attribute) {
    Check *check = data;
    check->events->startElementNs(check->data, name, NULL, pageNamespace, 0, NULL, attributes, defaulted, attribute);
}

static void checkEnd(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    Check *check = data;
    check->events->endElementNs(check->data, name, NULL, pageNamespace);
}

static void checkText(void *data, const xmlChar *bytes, int length) {
    Check *check = data;
    check->events->characters(check->data, bytes, length);
}

static int checkPage(Pieces *pieces, xmlSchemaPtr schema) {
    Check check = {0};
    xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(schema);
    xmlSchemaSAXPlugPtr plug = xmlSchemaSAXPlug(context, &check.events, &check.data);
    xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC};
    handler.startElementNs = checkStart;
    handler.endElementNs = checkEnd;
    handler.characters = handler.ignorableWhitespace = checkText;
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, &check, NULL, 0, NULL);
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    for (;;) {
        pthread_mutex_lock(&pieces->lock);
        while (pieces->used == 0 && !pieces->ended) pthread_cond_wait(&pieces->changed, &pieces->lock);
        if (pieces->used == 0) break;
        size_t place = pieces->first;
        pthread_mutex_unlock(&pieces->lock);
        xmlParseChunk(parser, pieces->bytes[place], pieces->lengths[place], 0);
        free(pieces->bytes[place]);
        pthread_mutex_lock(&pieces->lock);
        pieces->first = (pieces->first + 1) % ROOM;
        pieces->used--;
        pthread_cond_broadcast(&pieces->changed);
        pthread_mutex_unlock(&pieces->lock);
    }
    pthread_mutex_unlock(&pieces->lock);
    xmlParseChunk(parser, NULL, 0, 1);
    int isValid = parser->wellFormed && xmlSchemaIsValid(context) == 1;
    xmlSchemaSAXUnplug(plug);
    xmlFreeParserCtxt(parser);
    xmlSchemaFreeValidCtxt(context);
    return isValid;
}

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

int main(int argc, char **arguments) {
    if (argc != 4) return 64;
    size_t length;
    if (readPage(arguments[1], &length) != 0) return 1;
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(arguments[2]);
    xmlSchemaPtr schema = parser ? xmlSchemaParse(parser) : NULL;
    if (!schema) return 2;
    double wall = 0, cpu = 0;
    for (int round = 0; round < atoi(arguments[3]); round++) {
        Pieces pieces = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
        pieces.piece = malloc(PIECE + (1 << 20));
        double start = seconds(CLOCK_MONOTONIC), used = seconds(CLOCK_PROCESS_CPUTIME_ID);
        pthread_t thread;
        pthread_create(&thread, NULL, writePage, &pieces);
        int isValid = checkPage(&pieces, schema);
        pthread_join(thread, NULL);
        double tookWall = seconds(CLOCK_MONOTONIC) - start, took = seconds(CLOCK_PROCESS_CPUTIME_ID) - used;
        free(pieces.piece);
        if (!isValid || pieces.written != length) {
            fprintf(stderr, "libxml2: valid: %d, %zu bytes of %zu\n", isValid, pieces.written, length);
            return 3;
        }
        if (round == 0 || tookWall < wall) wall = tookWall;
        if (round == 0 || took < cpu) cpu = took;
    }
    printf("{\"wall\": %.4f, \"cpu\": %.4f, \"bytes\": %zu}\n", wall, cpu, length);
    return 0;
}
