/**
 * An order application that uses RabbitMQ through Jakarta Messaging only: no class of the adapter
 * is on its class path. {@link io.rabbitra.sample.OrdersServlet} takes orders, {@link
 * io.rabbitra.sample.OrderSender} sends them, {@link io.rabbitra.sample.OrderMdb} receives them,
 * and {@link io.rabbitra.sample.OrderBook} keeps what the page shows.
 */
package io.rabbitra.sample;
