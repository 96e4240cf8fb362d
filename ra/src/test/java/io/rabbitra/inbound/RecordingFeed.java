package io.rabbitra.inbound;

import io.rabbitra.amqp.BrokerException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A feed that remembers what the broker would be told. */
final class RecordingFeed implements Feed {

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean open = true;

  List<String> told() {
    return told;
  }

  /** As after the loss of the channel. */
  void lose() {
    open = false;
  }

  private void tell(String what, long tag, boolean multiple) throws BrokerException {
    if (!open) {
      throw new BrokerException(BrokerException.Kind.CLOSED, "gone");
    }
    told.add(what + (multiple ? " up to " : " ") + tag);
  }

  @Override
  public String queue() {
    return "q";
  }

  @Override
  public void ack(long tag, boolean multiple) throws BrokerException {
    tell("ack", tag, multiple);
  }

  @Override
  public void reject(long tag) throws BrokerException {
    tell("reject", tag, false);
  }

  @Override
  public void discard(long tag) throws BrokerException {
    tell("discard", tag, false);
  }

  @Override
  public void giveBack(long tag, boolean multiple) throws BrokerException {
    tell("give back", tag, multiple);
  }

  @Override
  public void flush() {}

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void cancel() {
    told.add("cancel");
  }

  @Override
  public void close() {
    told.add("close");
    open = false;
  }
}
