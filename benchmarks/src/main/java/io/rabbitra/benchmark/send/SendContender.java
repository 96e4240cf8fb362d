package io.rabbitra.benchmark.send;

import io.rabbitra.benchmark.Contender;
import io.rabbitra.benchmark.Lab;
import io.rabbitra.benchmark.Metric;
import io.rabbitra.benchmark.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends from one or more threads, and checks that the queue has everything. */
abstract class SendContender implements Contender {

  /** Before the clock starts: what a warm pool has open already. */
  private static final int CALLS_BEFORE = 5;

  private final String name;
  private final SendWork work;

  SendContender(String name, SendWork work) {
    this.name = name;
    this.work = work;
  }

  @Override
  public final String name() {
    return name;
  }

  final SendWork work() {
    return work;
  }

  @Override
  public final List<Reading> run() throws Exception {
    Lab lab = work.lab();
    String queue = lab.newName("send");
    lab.declare(queue, work.queueType());
    double rate;
    ExecutorService threads = Executors.newFixedThreadPool(work.threads());
    try (Client client = connect(queue)) {
      List<Sender> senders = new ArrayList<>();
      for (int i = 0; i < work.threads(); i++) {
        senders.add(client.sender());
      }
      all(threads, senders, CALLS_BEFORE);
      long begin = System.nanoTime();
      all(threads, senders, work.callsPerThread());
      rate = work.sent() * 1e9 / (System.nanoTime() - begin);
      for (Sender sender : senders) {
        sender.close();
      }
    } finally {
      threads.shutdownNow();
    }
    lab.delete(queue, work.sent() + CALLS_BEFORE * work.threads() * work.batch());
    return List.of(new Reading(Metric.RATE, rate));
  }

  private void all(ExecutorService threads, List<Sender> senders, int calls) throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (Sender sender : senders) {
      tasks.add(
          () -> {
            byte[] body = new byte[work.bytes()];
            for (int i = 0; i < calls; i++) {
              sender.send(body, work.batch());
            }
            return null;
          });
    }
    for (Future<Void> done : threads.invokeAll(tasks)) {
      done.get();
    }
  }

  /** What the senders of a round share. */
  interface Client extends AutoCloseable {

    Sender sender() throws Exception;
  }

  abstract Client connect(String queue) throws Exception;

  /** A client of a function and of what closes it. */
  static Client client(Callable<Sender> sender, AutoCloseable end) {
    return new Client() {
      @Override
      public Sender sender() throws Exception {
        return sender.call();
      }

      @Override
      public void close() throws Exception {
        end.close();
      }
    };
  }
}
