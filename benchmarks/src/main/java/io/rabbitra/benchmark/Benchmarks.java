package io.rabbitra.benchmark;

import io.rabbitra.benchmark.growth.GrowthSuite;
import io.rabbitra.benchmark.idle.IdleSuite;
import io.rabbitra.benchmark.listener.ListenerSuite;
import io.rabbitra.benchmark.micro.MicroBenchmarks;
import io.rabbitra.benchmark.receive.ReceiveSuite;
import io.rabbitra.benchmark.recovery.RecoverySuite;
import io.rabbitra.benchmark.reply.ReplySuite;
import io.rabbitra.benchmark.send.SendSuite;
import io.rabbitra.benchmark.server.ServerSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command: starts a broker, runs the benchmarks on it and writes the reports. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    description = "Measures RabbitRA beside others that do the same work on the same broker.")
public final class Benchmarks implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--rounds", defaultValue = "5", description = "measured rounds (5)")
  private int rounds;

  @Option(names = "--warmups", defaultValue = "1", description = "rounds before those (1)")
  private int warmups;

  @Option(names = "--work", defaultValue = "1", description = "factor for messages per round (1)")
  private double work;

  @Option(names = "--only", description = "regular expression found in the names to run")
  private Pattern only;

  @Option(names = "--all", description = "the whole grid, not only what the targets need")
  private boolean all;

  @Option(names = "--list", description = "print the names and end")
  private boolean list;

  @Option(
      names = "--micro",
      description = "instead of all that: JMH benchmarks of single steps, of 1 s × work a round")
  private boolean micro;

  @Option(names = "--output", defaultValue = "results", description = "directory of the reports")
  private Path output;

  @Option(
      names = "--wildfly",
      description = "unpacked distribution of WildFly; without it nothing is measured in a server")
  private Path wildfly;

  @Option(names = "--rar", description = "the adapter's archive to deploy in WildFly")
  private Path rar;

  /** Ends the JVM: some contenders leave threads behind. */
  public static void main(String[] arguments) {
    logWarningsOnly();
    System.exit(
        new CommandLine(new Benchmarks())
            // so that who runs the build has the last word
            .setOverwrittenOptionsAllowed(true)
            .execute(arguments));
  }

  /** Spring's containers tell of each start. */
  static void logWarningsOnly() {
    Logger.getLogger("").setLevel(Level.WARNING);
  }

  @Override
  public Integer call() throws IOException {
    if (micro) {
      runMicroBenchmarks();
      return 0;
    }
    if (wildfly != null && rar == null) {
      throw new ParameterException(spec.commandLine(), "--wildfly needs --rar");
    }
    try (Lab lab = Lab.open(work)) {
      List<Suite> suites = suites(lab);
      try {
        run(lab, suites);
      } finally {
        suites.forEach(Suite::close);
      }
    }
    return 0;
  }

  private void run(Lab lab, List<Suite> suites) throws IOException {
    List<Benchmark> chosen = new ArrayList<>();
    List<Target> targets = new ArrayList<>();
    for (Suite suite : suites) {
      suite.benchmarks().stream().filter(this::isChosen).forEach(chosen::add);
      targets.addAll(suite.targets());
    }
    if (list) {
      chosen.forEach(benchmark -> System.out.println(benchmark.name()));
      return;
    }
    System.out.println(
        "RabbitMQ "
            + lab.broker().version()
            + ", Java "
            + Runtime.version()
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors");
    Results results = new Results();
    Runner runner = new Runner(warmups, rounds, System.out);
    for (Benchmark benchmark : chosen) {
      runner.run(benchmark, results);
      // After each: a run of hours that is stopped has something to show.
      write(results, chosen, targets);
    }
    System.out.println(new TableReport(results).text(chosen, targets));
    System.out.println("Reports are in " + output.toAbsolutePath().normalize());
  }

  private void runMicroBenchmarks() throws IOException {
    MicroBenchmarks benchmarks = new MicroBenchmarks(rounds, work, only);
    if (list) {
      benchmarks.list();
    } else {
      benchmarks.run(output, System.out);
    }
  }

  private List<Suite> suites(Lab lab) {
    List<Suite> suites = new ArrayList<>(withoutServer(lab));
    if (wildfly != null) {
      // Last: the server runs from its first benchmark to the end.
      suites.add(new ServerSuite(lab, wildfly, rar));
    }
    return suites;
  }

  /** The suites that need a broker only. */
  static List<Suite> withoutServer(Lab lab) {
    return List.of(
        new ListenerSuite(lab),
        new SendSuite(lab),
        new ReceiveSuite(lab),
        new ReplySuite(lab),
        new IdleSuite(lab),
        new RecoverySuite(lab),
        new GrowthSuite(lab));
  }

  private boolean isChosen(Benchmark benchmark) {
    if (only != null) {
      return only.matcher(benchmark.name()).find();
    }
    return all || benchmark.essential();
  }

  private void write(Results results, List<Benchmark> benchmarks, List<Target> targets)
      throws IOException {
    Files.createDirectories(output);
    CsvReport.write(results, output.resolve("samples.csv"));
    Files.writeString(
        output.resolve("table.md"), new TableReport(results).text(benchmarks, targets));
    new PlotReport(results).write(benchmarks, output.resolve("plot.svg"));
  }
}
