package io.rabbitra.benchmark.reply;

import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Clients that ask one after the other question, each on a thread of its own. */
final class ReplyContender implements Contender {

  /** Opens what a contender needs. */
  @FunctionalInterface
  interface Opener {
    Requester open(Lab lab, String queue) throws Exception;
  }

  private static final Metric RATE = new Metric("rate", "requests/s", true);

  private static final int BYTES = 256;

  /** What is opened with the first requests of a client does not count. */
  private static final int BEFORE = 20;

  private static final int REQUESTS = 20_000;

  private final String name;
  private final Lab lab;
  private final int clients;
  private final Opener opener;

  ReplyContender(String name, Lab lab, int clients, Opener opener) {
    this.name = name;
    this.lab = lab;
    this.clients = clients;
    this.opener = opener;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Reading> run() throws Exception {
    String queue = lab.newName("requests");
    List<Reading> readings = readings(new EchoServer(lab, queue), queue);
    lab.delete(queue, 0);
    return readings;
  }

  private List<Reading> readings(EchoServer server, String queue) throws Exception {
    try (server;
        Requester requester = opener.open(lab, queue)) {
      return measure(requester);
    }
  }

  private List<Reading> measure(Requester requester) throws Exception {
    int each = lab.messages(REQUESTS) / clients;
    CyclicBarrier together = new CyclicBarrier(clients);
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    Histogram all = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    double rate = 0;
    try {
      List<Future<Histogram>> results = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Requester.Client client = requester.newClient();
        results.add(threads.submit(() -> ask(client, each, together)));
      }
      for (Future<Histogram> result : results) {
        Histogram one = result.get();
        all.add(one);
        rate += TimeUnit.SECONDS.toNanos(1) / one.getMean();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
    return List.of(
        new Reading(Metric.millis("p50"), millis(all, 50)),
        new Reading(Metric.millis("p99"), millis(all, 99)),
        new Reading(Metric.millis("p99.9"), millis(all, 99.9)),
        new Reading(RATE, rate));
  }

  private static Histogram ask(Requester.Client client, int requests, CyclicBarrier together)
      throws Exception {
    byte[] body = new byte[BYTES];
    for (int i = 0; i < BEFORE; i++) {
      client.request(body);
    }
    together.await(1, TimeUnit.MINUTES);
    Histogram times = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    for (int i = 0; i < requests; i++) {
      long begin = System.nanoTime();
      int bytes = client.request(body);
      times.recordValue(System.nanoTime() - begin);
      if (bytes != BYTES) {
        throw new IllegalStateException("a reply has " + bytes + " bytes instead of " + BYTES);
      }
    }
    return times;
  }

  private static double millis(Histogram times, double percentile) {
    return times.getValueAtPercentile(percentile) / 1e6;
  }
}
