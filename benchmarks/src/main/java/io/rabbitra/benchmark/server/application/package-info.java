/**
 * The application that is measured in the server: one class of bean, which the descriptors deploy
 * many times, and the servlets by which the benchmark drives it. Nothing of it is used outside of
 * the server.
 */
package io.rabbitra.benchmark.server.application;
