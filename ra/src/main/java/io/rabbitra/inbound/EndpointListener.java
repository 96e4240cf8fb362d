package io.rabbitra.inbound;

/**
 * Told of every state change of an endpoint, once each and in their order.
 *
 * <p>Called by one thread at a time, with no lock held; must not block. It sees a change after it
 * happened: the endpoint may already be further.
 */
@FunctionalInterface
public interface EndpointListener {

  void stateChanged(EndpointEvent event);
}
