package io.rabbitra.it.saturation;

/** What a test asks of {@link SaturatingAdapter}. */
public interface SaturationMXBean {

  String NAME = "io.rabbitra.it:type=Saturation";

  /**
   * How many Works want a thread, half of them as long-running ones: more than the threads of any
   * server that has a limit, which are 50 of each kind, 200 together, or 30.
   */
  int WORKS = 250;

  /** Takes every thread that the WorkManager gives, until the gate is open. Returns at once. */
  void fill(String gate);

  /** Works that have a thread. */
  int getRunning();

  /** Works that wait for a thread, also those whose request the WorkManager blocks. */
  int getWaiting();

  /** How often the WorkManager has refused a Work. */
  int getRefused();
}
