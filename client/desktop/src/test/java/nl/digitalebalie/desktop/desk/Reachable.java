package nl.digitalebalie.desktop.desk;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Every text that can be reached from an object, through its fields, collections and arrays; the
 * JDK's own innards are walked by their public faces only.
 */
public final class Reachable {
  private Reachable() {}

  /** The first way to a text that holds this, as classes and fields; for finding a leak. */
  public static String way(String needle, Object... roots) {
    Map<Object, String> ways = new IdentityHashMap<>();
    ArrayDeque<Object> waiting = new ArrayDeque<>();
    for (Object root : roots) {
      ways.put(root, root.getClass().getSimpleName());
      waiting.add(root);
    }
    while (!waiting.isEmpty()) {
      Object next = waiting.poll();
      if (next instanceof CharSequence text) {
        if (text.toString().contains(needle)) {
          return ways.get(next);
        }
        continue;
      }
      ArrayDeque<Object> inside = new ArrayDeque<>();
      switch (next) {
        case Optional<?> maybe -> maybe.ifPresent(inside::add);
        case AtomicReference<?> reference -> add(inside, reference.get());
        case Map<?, ?> map -> {
          map.keySet().forEach(key -> add(inside, key));
          map.values().forEach(value -> add(inside, value));
        }
        case Collection<?> all -> {
          all.forEach(one -> add(inside, one));
          fields(next, inside);
        }
        default -> {
          if (!next.getClass().isArray()) {
            fields(next, inside);
          } else if (!next.getClass().componentType().isPrimitive()) {
            for (int place = 0; place < Array.getLength(next); place++) {
              add(inside, Array.get(next, place));
            }
          }
        }
      }
      for (Object found : inside) {
        if (!ways.containsKey(found)) {
          ways.put(found, ways.get(next) + " > " + found.getClass().getSimpleName());
          waiting.add(found);
        }
      }
    }
    return "nowhere";
  }

  /** All texts, joined; for asking whether one is among them. */
  public static String strings(Object... roots) {
    StringBuilder found = new StringBuilder();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    ArrayDeque<Object> waiting = new ArrayDeque<>();
    for (Object root : roots) {
      waiting.add(root);
    }
    while (!waiting.isEmpty()) {
      Object next = waiting.poll();
      if (!seen.add(next)) {
        continue;
      }
      switch (next) {
        case CharSequence text -> found.append(text).append('\n');
        case Optional<?> maybe -> maybe.ifPresent(waiting::add);
        case AtomicReference<?> reference -> add(waiting, reference.get());
        case Map<?, ?> map -> {
          map.keySet().forEach(key -> add(waiting, key));
          map.values().forEach(value -> add(waiting, value));
        }
        case Collection<?> all -> {
          all.forEach(one -> add(waiting, one));
          fields(next, waiting);
        }
        default -> {
          if (next.getClass().isArray()) {
            if (!next.getClass().componentType().isPrimitive()) {
              for (int place = 0; place < Array.getLength(next); place++) {
                add(waiting, Array.get(next, place));
              }
            }
          } else {
            fields(next, waiting);
          }
        }
      }
    }
    return found.toString();
  }

  private static void fields(Object object, ArrayDeque<Object> waiting) {
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getModule().getName() != null && type.getModule().getName().startsWith("java.")) {
        return;
      }
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && !field.getType().isPrimitive()
            && opened(field)) {
          try {
            add(waiting, field.get(object));
          } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
          }
        }
      }
    }
  }

  private static boolean opened(AccessibleObject field) {
    return field.trySetAccessible();
  }

  private static void add(ArrayDeque<Object> waiting, Object value) {
    if (value != null) {
      waiting.add(value);
    }
  }
}
