#include "certificate.h"

#include <open62541/plugin/create_certificate.h>
#include <open62541/plugin/log_stdout.h>
#include <stdio.h>
#include <stdlib.h>

static bool
readFile(const char *path, UA_ByteString *content) {
    FILE *file = fopen(path, "rb");
    if(!file)
        return false;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    bool isWhole = size > 0 && UA_ByteString_allocBuffer(content, (size_t)size) == UA_STATUSCODE_GOOD &&
                   fread(content->data, 1, (size_t)size, file) == (size_t)size;
    fclose(file);
    return isWhole;
}

static void
writeFile(const char *path, const UA_ByteString *content) {
    FILE *file = fopen(path, "wb");
    if(!file || fwrite(content->data, 1, content->length, file) != content->length || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

void
ownCertificate(const char *folder, UA_ByteString *certificate, UA_ByteString *key) {
    char certificatePath[512], keyPath[512];
    snprintf(certificatePath, sizeof certificatePath, "%s/certificate.der", folder);
    snprintf(keyPath, sizeof keyPath, "%s/key.der", folder);
    if(readFile(keyPath, key) && readFile(certificatePath, certificate))
        return;
    UA_String subject[] = {UA_STRING_STATIC("C=DE"), UA_STRING_STATIC("O=Foreign"), UA_STRING_STATIC("CN=Press1")};
    UA_String names[] = {UA_STRING_STATIC("DNS:localhost"), UA_STRING_STATIC("IP:127.0.0.1"),
                         UA_STRING_STATIC("URI:" APPLICATION_URI)};
    UA_StatusCode made = UA_CreateCertificate(UA_Log_Stdout, subject, 3, names, 3, UA_CERTIFICATEFORMAT_DER, NULL, key,
                                              certificate);
    if(made != UA_STATUSCODE_GOOD) {
        fprintf(stderr, "certificate: %s\n", UA_StatusCode_name(made));
        exit(1);
    }
    writeFile(certificatePath, certificate);
    writeFile(keyPath, key);
}
