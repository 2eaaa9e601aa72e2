// Jest runs tests as CommonJS; `native` lets a test load a package that is published as ES modules alone (node-opcua).
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  constructor(...parameters) {
    super(...parameters);
    this.global.native = require;
  }
};
