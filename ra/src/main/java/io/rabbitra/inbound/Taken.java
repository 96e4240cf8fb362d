package io.rabbitra.inbound;

/**
 * A delivery on its way to a bean.
 *
 * @param origin the buffer it is from, not always that of the session that has the bean
 * @param feed what it is settled on
 */
record Taken(Delivery delivery, SessionBuffer origin, AckBatch feed) {

  /** No bean was let begin with it. */
  void putBack() {
    origin.putBack(delivery);
  }
}
