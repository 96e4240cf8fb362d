/**
 * Message-driven beans in WildFly: {@link io.rabbitra.benchmark.server.ServerSuite} has the
 * benchmarks, {@code WildFlyLab} the server, which is set up once for all of them. What is deployed
 * is in {@code application}.
 */
package io.rabbitra.benchmark.server;
