export const text = {
  de: {
    unreachable:
      'Der Server ist nicht erreichbar. Bitte prüfen Sie die Verbindung und versuchen Sie es erneut.',
    unexpected: 'Der Server hat nicht wie erwartet geantwortet (HTTP {status}).',
  },
  en: {
    unreachable: 'The server cannot be reached. Please check the connection and try again.',
    unexpected: 'The server did not answer as expected (HTTP {status}).',
  },
} as const;
