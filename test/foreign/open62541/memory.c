#include "memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const TEXT_NAMES[TEXTS] = {"Order", "Lot", "ComponentLot", "RejectReason", "Material"};

#define PATH_SIZE 512

static void
fileName(char path[PATH_SIZE], const char *folder, const char *suffix) {
    snprintf(path, PATH_SIZE, "%s/memory%s", folder, suffix);
}

int
textIndex(const char *name) {
    for(int i = 0; i < TEXTS; i++)
        if(strcmp(name, TEXT_NAMES[i]) == 0)
            return i;
    return -1;
}

static void
take(Memory *memory, const char *name, const char *value) {
    uint64_t number = strtoull(value, NULL, 10);
    int text = textIndex(name);
    if(text >= 0)
        snprintf(memory->text[text], TEXT_SIZE, "%s", value);
    else if(strcmp(name, "GoodCount") == 0)
        memory->good = (uint32_t)number;
    else if(strcmp(name, "ScrapCount") == 0)
        memory->scrap = (uint32_t)number;
    else if(strcmp(name, "MadeGood") == 0)
        memory->madeGood = number;
    else if(strcmp(name, "MadeScrap") == 0)
        memory->madeScrap = number;
    else if(strcmp(name, "DueGood") == 0)
        memory->dueGood = (uint32_t)number;
    else if(strcmp(name, "DueScrap") == 0)
        memory->dueScrap = (uint32_t)number;
    else if(strcmp(name, "OrderComplete") == 0)
        memory->complete = number != 0;
}

void
recall(Memory *memory, const char *folder) {
    char path[PATH_SIZE], line[2 * TEXT_SIZE];
    memset(memory, 0, sizeof *memory);
    fileName(path, folder, "");
    FILE *file = fopen(path, "r");
    if(!file)
        return;
    while(fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        char *value = strchr(line, '=');
        if(!value)
            continue;
        *value++ = 0;
        take(memory, line, value);
    }
    fclose(file);
}

void
store(const Memory *memory, const char *folder) {
    char path[PATH_SIZE], next[PATH_SIZE];
    fileName(path, folder, "");
    fileName(next, folder, ".next");
    FILE *file = fopen(next, "w");
    if(!file) {
        perror(next);
        exit(1);
    }
    fprintf(file, "GoodCount=%" PRIu32 "\nScrapCount=%" PRIu32 "\n", memory->good, memory->scrap);
    fprintf(file, "MadeGood=%" PRIu64 "\nMadeScrap=%" PRIu64 "\n", memory->madeGood, memory->madeScrap);
    fprintf(file, "DueGood=%" PRIu32 "\nDueScrap=%" PRIu32 "\n", memory->dueGood, memory->dueScrap);
    fprintf(file, "OrderComplete=%d\n", memory->complete);
    for(int i = 0; i < TEXTS; i++)
        fprintf(file, "%s=%s\n", TEXT_NAMES[i], memory->text[i]);
    if(fclose(file) != 0 || rename(next, path) != 0) {
        perror(path);
        exit(1);
    }
}
