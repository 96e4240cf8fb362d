package io.rabbitra.run;

import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.harness.RabbitBrokers;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the sample on WildFly: {@code mvn -Prun}. Stays up until the process ends or, with the
 * system property {@code run.exit}, stops everything after the report. A step that does not happen
 * is a {@link StepFailedException}, and with it a failed build.
 *
 * <p>Nothing is stopped by a shutdown hook: broker and server end with this process, however it
 * ends ({@link io.rabbitra.harness.ProcessGuard}).
 */
public final class RunSample {

  private static final String EXIT_PROPERTY = "run.exit";

  private RunSample() {}

  /**
   * @param args the WildFly installation, {@code rabbitra.rar}, {@code rabbitra-sample.war}, and a
   *     directory for the server's configuration and log
   */
  public static void main(String[] args) throws StepFailedException, InterruptedException {
    if (args.length != 4) {
      throw new IllegalArgumentException("expected: <wildfly> <rar> <war> <directory>");
    }
    Path wildfly = path(args[0]);
    Path rar = path(args[1]);
    Path war = path(args[2]);
    Path directory = path(args[3]);
    Report report = new Report(System.out);
    System.out.println();
    try (RabbitBroker broker = report.step("Get a RabbitMQ broker", RabbitBrokers::start);
        WildFlyServer server =
            report.step("Start WildFly", () -> start(report, wildfly, directory))) {
      Demonstration demonstration = new Demonstration(report, broker, server);
      try {
        demonstration.deploy(rar, war);
        demonstration.sendAndReceive("");
        demonstration.deleteQueue();
        demonstration.sendAndReceive(" again");
      } catch (StepFailedException e) {
        throw new StepFailedException(e.getMessage() + "\nServer log: " + server.log(), e);
      }
      boolean exit = exit();
      report.summary(facts(demonstration, server, broker, exit));
      if (!exit) {
        server.await();
        throw new StepFailedException("WildFly has ended; see " + server.log());
      }
    }
    System.out.println("WildFly and the broker are stopped.");
  }

  private static WildFlyServer start(Report report, Path wildfly, Path directory)
      throws StepFailedException, InterruptedException {
    report.say("Its log: " + directory.resolve("log/server.log"));
    return new WildFlyServer(wildfly, directory);
  }

  private static List<String> facts(
      Demonstration demonstration, WildFlyServer server, RabbitBroker broker, boolean exit) {
    return List.of(
        "Page:        " + demonstration.sample().page(),
        "Server log:  " + server.log(),
        "Management:  " + server.cliCommand(),
        "Broker:      RabbitMQ " + broker.version() + " at " + broker.host() + ":" + broker.port(),
        exit ? "" : "\nOpen the page and send orders. Ctrl-C ends everything.");
  }

  private static boolean exit() {
    String value = System.getProperty(EXIT_PROPERTY);
    return value != null && !value.equals("false");
  }

  private static Path path(String text) {
    return Path.of(text).toAbsolutePath().normalize();
  }
}
