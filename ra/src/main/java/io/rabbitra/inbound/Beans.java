package io.rabbitra.inbound;

import jakarta.resource.spi.endpoint.MessageEndpointFactory;

/**
 * The beans of one endpoint.
 *
 * @param transacted whether the container begins a transaction for each delivery
 * @param lifecycle tells them of losses; null for beans that cannot be told
 */
record Beans(
    MessageEndpointFactory factory,
    BeanListener listener,
    boolean transacted,
    LifecycleCalls lifecycle) {

  BeanInvoker invoker() {
    return new BeanInvoker(factory, listener, transacted);
  }
}
