// node-opcua-client as Node itself loads it; see environment.cjs.
module.exports = native('node-opcua-client');
