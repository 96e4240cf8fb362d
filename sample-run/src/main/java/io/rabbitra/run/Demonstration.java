package io.rabbitra.run;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.server.ApplicationServer;
import io.rabbitra.server.Page;
import io.rabbitra.server.PageBlock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The steps with a broker that runs and a server that is laid out: start, deploy, send, receive,
 * lose the queue, get it back.
 */
final class Demonstration {

  private static final String QUEUE = "orders";
  private static final String SAMPLE = "sample";
  private static final int ORDERS = 100;
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final Report report;
  private final RabbitBroker broker;
  private final BrokerAdmin admin;
  private final ApplicationServer server;
  private final SampleClient sample;

  Demonstration(Report report, RabbitBroker broker, ApplicationServer server) {
    this.report = report;
    this.broker = broker;
    this.admin = new BrokerAdmin(broker);
    this.server = server;
    this.sample = new SampleClient(server.uri().resolve("rabbitra-sample/"));
  }

  SampleClient sample() {
    return sample;
  }

  /** Starts the server, unless its page tells the reader when to. */
  void start(Page page) throws StepFailedException, InterruptedException {
    report.say("The log of the server: " + server.log());
    if (!page.startsServer()) {
      report.step(
          "Start " + server.kind().title(),
          () -> {
            server.start();
            return null;
          });
    }
  }

  /** Does what the page tells a reader to do, from the top until the sample is deployed. */
  void deploy(Page page) throws StepFailedException, InterruptedException {
    report.step(
        "Deploy rabbitra.rar and rabbitra-sample.war",
        () -> {
          for (PageBlock step : untilSample(page)) {
            report.say("Step \"" + step.name() + "\" of the server's page");
            server.run(step);
          }
          awaitPage();
          awaitActive();
          report.say("The bean OrderMdb consumes from the queue " + QUEUE);
          if (broker.supportsFaults()) {
            admin
                .connections()
                .forEach(c -> report.say("Connection in RabbitMQ: \"" + c.name() + "\""));
          }
          return null;
        });
  }

  void sendAndReceive(String when) throws StepFailedException, InterruptedException {
    report.step(
        "Send " + (ORDERS + 1) + " orders and receive them in the bean" + when,
        () -> {
          SampleStatus before = sample.status();
          sample.sendOrder("Ada", "lamp", 2);
          sample.sendOrders(ORDERS);
          long expected = before.received() + ORDERS + 1;
          SampleStatus after =
              await(
                  status -> status.received() >= expected,
                  expected - before.received() + " more orders in the bean");
          report.say(
              "Sent "
                  + after.sent()
                  + ", received "
                  + after.received()
                  + ", on "
                  + after.threads()
                  + " threads so far");
          return null;
        });
  }

  void deleteQueue() throws StepFailedException, InterruptedException {
    report.step(
        "Delete the queue: cancel, deactivation, reactivation",
        () -> {
          SampleStatus before = sample.status();
          admin.deleteQueue(QUEUE);
          report.say("Deleted the queue " + QUEUE + "; what the endpoint did then (UTC):");
          SampleStatus after =
              await(
                  status ->
                      status.cancellations() > before.cancellations()
                          && status.reactivations() > before.reactivations()
                          && status.state().equals("ACTIVE"),
                  "the endpoint to be cancelled and active again");
          List<SampleStatus.Change> changes =
              after.history().subList(before.history().size(), after.history().size());
          for (SampleStatus.Change change : changes) {
            report.say(
                "  %-12.12s  %-12s -> %-12s  %s"
                    .formatted(timeOfDay(change), change.from(), change.to(), change.reason()));
          }
          if (changes.stream().noneMatch(change -> change.to().equals("REACTIVATING"))) {
            throw new StepFailedException("the endpoint was not deactivated: " + changes);
          }
          if (!admin.queueExists(QUEUE)) {
            throw new StepFailedException("the queue " + QUEUE + " was not declared again");
          }
          report.say("The adapter declared it again, for the bean says declare=declare");
          return null;
        });
  }

  private static List<PageBlock> untilSample(Page page) throws StepFailedException {
    List<PageBlock> steps = page.steps();
    for (int i = steps.size(); i > 0; i--) {
      if (steps.get(i - 1).name().startsWith(SAMPLE)) {
        return steps.subList(0, i);
      }
    }
    throw new StepFailedException("the server's page has no step " + SAMPLE);
  }

  private static String timeOfDay(SampleStatus.Change change) {
    return change.time().substring(change.time().indexOf('T') + 1);
  }

  private void awaitPage() throws StepFailedException, InterruptedException {
    Optional<Boolean> found =
        Poll.until(BOUND, () -> sample.hasPage() ? Optional.of(true) : Optional.empty());
    if (found.isEmpty()) {
      throw new StepFailedException(
          "no page at " + sample.page() + " within " + BOUND.toSeconds() + " s");
    }
  }

  private void awaitActive() throws StepFailedException, InterruptedException {
    await(status -> status.state().equals("ACTIVE"), "the endpoint to be ACTIVE");
  }

  private SampleStatus await(Predicate<SampleStatus> wanted, String what)
      throws StepFailedException, InterruptedException {
    Optional<SampleStatus> found =
        Poll.until(BOUND, () -> Optional.of(sample.status()).filter(wanted));
    if (found.isEmpty()) {
      throw new StepFailedException(
          "expected "
              + what
              + " within "
              + BOUND.toSeconds()
              + " s, but the sample says: "
              + sample.status());
    }
    return found.get();
  }
}
