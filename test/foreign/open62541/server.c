/* A machine behind an OPC UA server of open62541: foreign-plant <port> <memory folder> <pieces per second>.
 * Tags under ns=1;s=Press1.<Tag> on loopback, with and without encryption. Commands on stdin, one per line, each answered
 * with `ok` when it is remembered: `set <Tag> <value>` and `make <good> <scrap>`. */
#include "certificate.h"
#include "memory.h"

#include <open62541/plugin/pki_default.h>
#include <open62541/server.h>
#include <open62541/server_config_default.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCAN_MS 20
/* Set-up between what line control or an operator enters and the first piece. */
#define SETUP_SCANS 75
#define TAG(name) UA_NODEID_STRING(1, "Press1." name)

static UA_Server *server;
static Memory memory;
static const char *folder;
static double piecesPerSecond, owed;
static int setupScans;
static volatile UA_Boolean running = true;

static void
show(UA_NodeId node, void *value, const UA_DataType *type) {
    UA_Variant variant;
    UA_Variant_setScalar(&variant, value, type);
    if(UA_Server_writeValue(server, node, variant) != UA_STATUSCODE_GOOD) {
        fprintf(stderr, "a tag could not be written\n");
        exit(1);
    }
}

static UA_NodeId
textTag(int text, char name[64]) {
    snprintf(name, 64, "Press1.%s", TEXT_NAMES[text]);
    return UA_NODEID_STRING(1, name);
}

static void
showText(int text) {
    char name[64];
    UA_String value = UA_STRING(memory.text[text]);
    show(textTag(text, name), &value, &UA_TYPES[UA_TYPES_STRING]);
}

static void
addTag(UA_NodeId node, char *browseName, void *value, const UA_DataType *type) {
    UA_VariableAttributes attributes = UA_VariableAttributes_default;
    UA_Variant_setScalar(&attributes.value, value, type);
    attributes.displayName = UA_LOCALIZEDTEXT("en", browseName);
    attributes.dataType = type->typeId;
    attributes.accessLevel = UA_ACCESSLEVELMASK_READ;
    UA_StatusCode added = UA_Server_addVariableNode(
        server, node, UA_NODEID_STRING(1, "Press1"), UA_NODEID_NUMERIC(0, UA_NS0ID_HASCOMPONENT),
        UA_QUALIFIEDNAME(1, browseName), UA_NODEID_NUMERIC(0, UA_NS0ID_BASEDATAVARIABLETYPE), attributes, NULL, NULL);
    if(added != UA_STATUSCODE_GOOD) {
        fprintf(stderr, "%s: %s\n", browseName, UA_StatusCode_name(added));
        exit(1);
    }
}

static void
addTags(void) {
    UA_ObjectAttributes attributes = UA_ObjectAttributes_default;
    attributes.displayName = UA_LOCALIZEDTEXT("en", "Press1");
    UA_Server_addObjectNode(server, UA_NODEID_STRING(1, "Press1"), UA_NODEID_NUMERIC(0, UA_NS0ID_OBJECTSFOLDER),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_ORGANIZES), UA_QUALIFIEDNAME(1, "Press1"),
                            UA_NODEID_NUMERIC(0, UA_NS0ID_BASEOBJECTTYPE), attributes, NULL, NULL);
    addTag(TAG("GoodCount"), "GoodCount", &memory.good, &UA_TYPES[UA_TYPES_UINT32]);
    addTag(TAG("ScrapCount"), "ScrapCount", &memory.scrap, &UA_TYPES[UA_TYPES_UINT32]);
    addTag(TAG("OrderComplete"), "OrderComplete", &memory.complete, &UA_TYPES[UA_TYPES_BOOLEAN]);
    for(int text = 0; text < TEXTS; text++) {
        char name[64];
        UA_String value = UA_STRING(memory.text[text]);
        UA_NodeId node = textTag(text, name);
        addTag(node, name + strlen("Press1."), &value, &UA_TYPES[UA_TYPES_STRING]);
    }
}

/* Every fifth piece is a reject as long as rejects are due. */
static void
makePiece(void) {
    bool isFifth = (memory.madeGood + memory.madeScrap) % 5 == 4;
    if(memory.dueScrap > 0 && (isFifth || memory.dueGood == 0)) {
        memory.dueScrap--, memory.madeScrap++, memory.scrap++;
    } else {
        memory.dueGood--, memory.madeGood++, memory.good++;
    }
}

/* Remembered first, shown afterwards: what a client has seen is never forgotten. */
static void
produce(void) {
    Memory before = memory;
    if(setupScans > 0) {
        setupScans--;
        return;
    }
    owed += piecesPerSecond * SCAN_MS / 1000;
    for(; owed >= 1; owed -= 1)
        if(memory.dueGood + memory.dueScrap > 0)
            makePiece();
    if(memory.madeGood + memory.madeScrap == before.madeGood + before.madeScrap)
        return;
    store(&memory, folder);
    if(memory.good != before.good)
        show(TAG("GoodCount"), &memory.good, &UA_TYPES[UA_TYPES_UINT32]);
    if(memory.scrap != before.scrap)
        show(TAG("ScrapCount"), &memory.scrap, &UA_TYPES[UA_TYPES_UINT32]);
}

static void
obey(char *line) {
    unsigned good, scrap;
    char tag[64], value[TEXT_SIZE] = "";
    if(sscanf(line, "make %u %u", &good, &scrap) == 2) {
        memory.dueGood += good, memory.dueScrap += scrap;
        store(&memory, folder);
    } else if(sscanf(line, "set %63s %127[^\n]", tag, value) >= 1 && strcmp(tag, "OrderComplete") == 0) {
        memory.complete = strcmp(value, "1") == 0;
        store(&memory, folder);
        show(TAG("OrderComplete"), &memory.complete, &UA_TYPES[UA_TYPES_BOOLEAN]);
    } else if(textIndex(tag) >= 0) {
        snprintf(memory.text[textIndex(tag)], TEXT_SIZE, "%s", value);
        store(&memory, folder);
        showText(textIndex(tag));
    } else {
        fprintf(stderr, "no such command: %s\n", line);
        exit(1);
    }
    if(strncmp(line, "set", 3) == 0)
        setupScans = SETUP_SCANS;
    puts("ok");
    fflush(stdout);
}

static void
hear(void) {
    static char input[1024];
    static size_t length;
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    if(poll(&in, 1, 0) <= 0)
        return;
    ssize_t got = read(STDIN_FILENO, input + length, sizeof input - 1 - length);
    /* Whoever started this has gone. */
    if(got <= 0) {
        running = false;
        return;
    }
    length += (size_t)got;
    input[length] = 0;
    for(char *end; (end = strchr(input, '\n'));) {
        *end = 0;
        obey(input);
        length -= (size_t)(end + 1 - input);
        memmove(input, end + 1, length + 1);
    }
}

static void
scan(UA_Server *unused, void *data) {
    (void)unused, (void)data;
    hear();
    produce();
}

static void
configure(UA_UInt16 port) {
    static char url[64];
    UA_ServerConfig *config = UA_Server_getConfig(server);
    UA_ByteString certificate, key;
    ownCertificate(folder, &certificate, &key);
    UA_StatusCode done =
        UA_ServerConfig_setDefaultWithSecurityPolicies(config, port, &certificate, &key, NULL, 0, NULL, 0, NULL, 0);
    if(done != UA_STATUSCODE_GOOD) {
        fprintf(stderr, "configuration: %s\n", UA_StatusCode_name(done));
        exit(1);
    }
    /* Which clients are trusted is not what is tested here. */
    config->secureChannelPKI.clear(&config->secureChannelPKI);
    UA_CertificateVerification_AcceptAll(&config->secureChannelPKI);
    snprintf(url, sizeof url, "opc.tcp://127.0.0.1:%u", port);
    UA_Array_delete(config->serverUrls, config->serverUrlsSize, &UA_TYPES[UA_TYPES_STRING]);
    config->serverUrls = (UA_String *)UA_Array_new(1, &UA_TYPES[UA_TYPES_STRING]);
    config->serverUrls[0] = UA_STRING_ALLOC(url);
    config->serverUrlsSize = 1;
    UA_String_clear(&config->applicationDescription.applicationUri);
    config->applicationDescription.applicationUri = UA_STRING_ALLOC(APPLICATION_URI);
    UA_ByteString_clear(&certificate);
    UA_ByteString_clear(&key);
}

static void
stop(int signal) {
    (void)signal;
    running = false;
}

int
main(int count, char **arguments) {
    if(count != 4) {
        fprintf(stderr, "foreign-plant <port> <memory folder> <pieces per second>\n");
        return 2;
    }
    signal(SIGTERM, stop);
    folder = arguments[2];
    piecesPerSecond = atof(arguments[3]);
    recall(&memory, folder);
    server = UA_Server_new();
    configure((UA_UInt16)atoi(arguments[1]));
    addTags();
    UA_Server_addRepeatedCallback(server, scan, NULL, SCAN_MS, NULL);
    UA_StatusCode ended = UA_Server_run(server, &running);
    UA_Server_delete(server);
    return ended == UA_STATUSCODE_GOOD ? 0 : 1;
}
