package io.rabbitra.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints each step as it happens, and at the end all of them at a glance. */
final class Report {

  private final PrintStream out;
  private final List<String> done = new ArrayList<>();

  Report(PrintStream out) {
    this.out = out;
  }

  /** What a step does; its result is what the report says of it. */
  interface Step<T> {
    T run() throws StepFailedException, InterruptedException;
  }

  /**
   * Runs a step.
   *
   * @throws StepFailedException that of the step, its message preceded by the name of the step
   */
  <T> T step(String name, Step<T> step) throws StepFailedException, InterruptedException {
    out.println("--> " + name);
    out.flush();
    long start = System.nanoTime();
    T result;
    try {
      result = step.run();
    } catch (StepFailedException e) {
      throw new StepFailedException("Step \"" + name + "\" did not happen: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new StepFailedException("Step \"" + name + "\" did not happen: " + e, e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    done.add(String.format(Locale.ROOT, "%6.1f s  %s", took.toMillis() / 1000.0, name));
    return result;
  }

  /** A fact that belongs to the step under way. */
  void say(String fact) {
    out.println("    " + fact);
    out.flush();
  }

  /** All steps, then what else there is to know. */
  void summary(List<String> facts) {
    out.println();
    out.println("All steps happened:");
    done.forEach(line -> out.println("  " + line));
    out.println();
    facts.forEach(out::println);
    out.flush();
  }
}
