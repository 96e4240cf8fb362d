package io.rabbitra.jms;

import jakarta.jms.CompletionListener;
import jakarta.jms.Message;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what became of asynchronous sends. */
class Completions implements CompletionListener {

  /**
   * @param exception null for success
   */
  record Outcome(Message message, Exception exception, Thread thread) {}

  final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  @Override
  public void onCompletion(Message message) {
    outcomes.add(new Outcome(message, null, Thread.currentThread()));
  }

  @Override
  public void onException(Message message, Exception exception) {
    outcomes.add(new Outcome(message, exception, Thread.currentThread()));
  }

  /** The next outcome, waited for. */
  Outcome next() throws InterruptedException {
    Outcome next = outcomes.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no callback");
    }
    return next;
  }

  List<Message> messages() {
    return outcomes.stream().map(Outcome::message).toList();
  }
}
