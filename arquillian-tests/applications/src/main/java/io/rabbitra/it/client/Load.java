package io.rabbitra.it.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one message after the other until it is stopped, and knows which were confirmed. A server
 * that is suspended, or is not there for a while, confirms none.
 */
public final class Load implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger confirmed = new AtomicInteger();
  private final CompletableFuture<List<String>> sent;

  public Load(Server server, String queue, String prefix) {
    sent = CompletableFuture.supplyAsync(() -> send(server, queue, prefix));
  }

  /** How many messages were confirmed so far. */
  public int confirmed() {
    return confirmed.get();
  }

  /** Ends it and returns the bodies of what was confirmed. */
  public List<String> stop() throws Exception {
    stopped.set(true);
    return sent.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    stopped.set(true);
  }

  private List<String> send(Server server, String queue, String prefix) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; !stopped.get(); i++) {
      String body = prefix + i;
      try {
        HttpResponse<String> answer = server.trySend(queue, body);
        if (answer.statusCode() == 200) {
          bodies.add(body);
          confirmed.incrementAndGet();
        }
      } catch (IOException e) {
        // The server is away; the message may have been sent or not.
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (Exception e) {
        throw new CompletionException(e);
      }
    }
    return bodies;
  }
}
