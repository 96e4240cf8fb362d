package io.rabbitra.run;

import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.harness.RabbitBrokers;
import io.rabbitra.server.ApplicationServer;
import io.rabbitra.server.Page;
import io.rabbitra.server.ServerKind;
import java.util.List;
import java.util.Optional;

/**
 * Runs the sample on a server: {@code mvn -Prun}, with {@code -Dserver} for another server than
 * WildFly. Stays up until the process ends or, with the system property {@code run.exit}, stops
 * everything after the report. A step that does not happen is a {@link StepFailedException}, and
 * with it a failed build.
 *
 * <p>Nothing is stopped by a shutdown hook: broker and server end with this process, however it
 * ends ({@link io.rabbitra.harness.ProcessGuard}).
 */
public final class RunSample {

  private static final String EXIT_PROPERTY = "run.exit";

  private RunSample() {}

  /**
   * @param args those of {@link Arguments}
   */
  public static void main(String[] args) throws StepFailedException, InterruptedException {
    Arguments arguments = Arguments.of(args);
    ServerKind kind = arguments.kind();
    Report report = new Report(System.out);
    System.out.println();
    try (RabbitBroker broker = report.step("Get a RabbitMQ broker", RabbitBrokers::start);
        ApplicationServer server =
            report.step("Lay out " + kind.title(), () -> layOut(report, arguments, broker))) {
      Demonstration demonstration = new Demonstration(report, broker, server);
      try {
        Page page = kind.page(arguments.docs());
        demonstration.start(page);
        demonstration.deploy(page);
        demonstration.sendAndReceive("");
        demonstration.deleteQueue();
        demonstration.sendAndReceive(" again");
      } catch (StepFailedException e) {
        throw new StepFailedException(e.getMessage() + "\nServer log: " + server.log(), e);
      }
      boolean exit = exit();
      report.summary(facts(demonstration, server, broker, exit));
      if (!exit) {
        Poll.until(() -> server.isRunning() ? Optional.empty() : Optional.of(true));
        throw new StepFailedException(kind.title() + " has ended; see " + server.log());
      }
    }
    System.out.println(kind.title() + " and the broker are stopped.");
  }

  private static ApplicationServer layOut(Report report, Arguments arguments, RabbitBroker broker) {
    ApplicationServer.Setup setup = arguments.setup(broker);
    report.say("In " + setup.directory() + ", on the JDK in " + setup.java());
    return arguments.kind().create(setup);
  }

  private static List<String> facts(
      Demonstration demonstration, ApplicationServer server, RabbitBroker broker, boolean exit) {
    return List.of(
        "Page:        " + demonstration.sample().page(),
        "Server log:  " + server.log(),
        "Management:  " + server.managementCommand(),
        "Broker:      RabbitMQ " + broker.version() + " at " + broker.host() + ":" + broker.port(),
        exit ? "" : "\nOpen the page and send orders. Ctrl-C ends everything.");
  }

  private static boolean exit() {
    String value = System.getProperty(EXIT_PROPERTY);
    return value != null && !value.equals("false");
  }
}
