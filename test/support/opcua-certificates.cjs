// The certificate store of the OPC UA client as Node itself loads it; see environment.cjs.
module.exports = native('node-opcua-certificate-manager');
