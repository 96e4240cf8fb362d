package io.rabbitra.topology;

/** A queue.bind: what the exchange routes by the key goes to the queue. */
public record Binding(String exchange, String routingKey) {}
