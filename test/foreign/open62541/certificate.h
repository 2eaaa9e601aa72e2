/* The server's own certificate, made once and kept beside the memory: clients refuse one that changes. */
#ifndef CERTIFICATE_H
#define CERTIFICATE_H

#include <open62541/types.h>

#define APPLICATION_URI "urn:foreign.plant.press1"

/* Both in DER; the caller clears them. */
void ownCertificate(const char *folder, UA_ByteString *certificate, UA_ByteString *key);

#endif
