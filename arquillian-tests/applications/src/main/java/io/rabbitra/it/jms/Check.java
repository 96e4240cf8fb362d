package io.rabbitra.it.jms;

/** Something to try inside of the server, which tells what came of it; the test judges. */
public interface Check {

  /**
   * @param argument from the test, for example the name of a queue
   * @return lines
   */
  String run(String argument) throws Exception;

  /** What an action throws, by its simple name. */
  static String outcome(Action action) {
    try {
      action.run();
      return "nothing";
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  /** A call of the API. */
  interface Action {
    void run() throws Exception;
  }
}
