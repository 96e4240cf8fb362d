package io.rabbitra.work;

/** Threads for use without a container: one daemon thread, named after the Work, for each Work. */
final class ThreadWorkStarter implements WorkStarter {

  @Override
  public void start(AdapterWork work) {
    // Thread locals are not inherited: the thread must not keep anything of its creator.
    Thread thread = new Thread(null, work, work.name(), 0, false);
    thread.setDaemon(true);
    thread.start();
  }
}
