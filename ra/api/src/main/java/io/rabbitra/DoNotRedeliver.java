package io.rabbitra;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an exception that a message-driven bean throws, or that causes what it throws: the message
 * will never be processed. It is dead-lettered at once, as if {@code maxRedeliveries} were reached.
 *
 * @see DoNotRedeliverException
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface DoNotRedeliver {}
