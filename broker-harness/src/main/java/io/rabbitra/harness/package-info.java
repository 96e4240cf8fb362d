/** Real RabbitMQ nodes for tests and demonstrations, and the faults made on them. */
package io.rabbitra.harness;
