package io.rabbitra.work;

import jakarta.resource.spi.work.WorkException;

/** Where threads come from: a WorkManager, or plain threads where there is no container. */
interface WorkStarter {

  /**
   * Asks for a thread that runs the Work. May block as long as the server likes.
   *
   * @throws WorkException if there is none now; a server may as well throw a RuntimeException, or
   *     call {@link AdapterWork#refuse} later
   */
  void start(AdapterWork work) throws WorkException;
}
