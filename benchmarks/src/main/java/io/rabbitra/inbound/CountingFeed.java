package io.rabbitra.inbound;

/** Takes every acknowledgement and writes none. Not for several threads. */
final class CountingFeed implements Feed {

  private long acknowledged;

  long acknowledged() {
    return acknowledged;
  }

  @Override
  public String queue() {
    return "orders";
  }

  @Override
  public void ack(long tag, boolean multiple) {
    acknowledged = tag;
  }

  @Override
  public void reject(long tag) {
    throw new IllegalStateException("message " + tag + " failed");
  }

  @Override
  public void discard(long tag) {
    throw new IllegalStateException("message " + tag + " expired");
  }

  @Override
  public void giveBack(long tag, boolean multiple) {
    throw new IllegalStateException("message " + tag + " was not delivered");
  }

  @Override
  public void flush() {}

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void cancel() {}

  @Override
  public void close() {}
}
