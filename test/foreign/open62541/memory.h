/* What the machine remembers through a power cut: text lines `Name=value` in a file that is replaced as a whole. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#define TEXT_SIZE 128

enum { ORDER, LOT, COMPONENT_LOT, REASON, MATERIAL, TEXTS };

typedef struct {
    /* Registers, as clients see them; they start again at 0 behind 2^32 - 1. */
    uint32_t good, scrap;
    /* Pieces truly made, which no reset and no overflow changes. */
    uint64_t madeGood, madeScrap;
    /* Pieces still to be made. */
    uint32_t dueGood, dueScrap;
    bool complete;
    char text[TEXTS][TEXT_SIZE];
} Memory;

extern const char *const TEXT_NAMES[TEXTS];

/* A missing file leaves everything at zero. */
void recall(Memory *memory, const char *folder);

/* Returns when the file holds it; a kill at any moment leaves the old file or the new one. */
void store(const Memory *memory, const char *folder);

/* Index of a text tag, or -1. */
int textIndex(const char *name);

#endif
