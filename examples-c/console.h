/* A small dialogue at the console: a license key, or a sign-in whose password is not shown. */
#ifndef CONSOLE_H
#define CONSOLE_H

#include "example.h"

#ifdef _WIN32

#include <windows.h>

/* Whether a person types: a file and a pipe have no echo. */
static inline bool has_echo(void)
{
    DWORD mode;
    return GetConsoleMode(GetStdHandle(STD_INPUT_HANDLE), &mode) != 0;
}

static inline void set_echo(bool is_on)
{
    HANDLE console = GetStdHandle(STD_INPUT_HANDLE);
    DWORD mode, bits = ENABLE_ECHO_INPUT | ENABLE_PROCESSED_INPUT;
    if (GetConsoleMode(console, &mode))
        SetConsoleMode(console, is_on ? mode | bits : mode & ~bits);
}

#else

#include <termios.h>
#include <unistd.h>

/* Whether a person types: a file and a pipe have no echo. */
static inline bool has_echo(void)
{
    struct termios terminal;
    return tcgetattr(STDIN_FILENO, &terminal) == 0;
}

/* Without signals meanwhile: Ctrl-C would leave a terminal behind that shows nothing. */
static inline void set_echo(bool is_on)
{
    struct termios terminal;
    tcflag_t bits = ECHO | ISIG;
    if (tcgetattr(STDIN_FILENO, &terminal) != 0)
        return;
    terminal.c_lflag = is_on ? terminal.c_lflag | bits : terminal.c_lflag & ~bits;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal);
}

#endif

/* Reads a line, after the question where a person is asked; an empty one at the end of the input. */
static inline void ask(const char *question, char *line, size_t size)
{
    if (has_echo())
        fputs(question, stdout);
    fflush(stdout);
    if (fgets(line, (int)size, stdin) == NULL)
        line[0] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
}

/* The same without showing what is typed. */
static inline void ask_secret(const char *question, char *line, size_t size)
{
    set_echo(false);
    ask(question, line, size);
    set_echo(true);
    if (has_echo())
        putchar('\n');
}

/* With an optimiser that knows memset, a plain loop would be left out. */
static inline void wipe(char *line, size_t size)
{
    for (volatile char *c = line; c != line + size; c++)
        *c = '\0';
}

/* Who wants a license: with an `@` it is a person, who has a password as well, and else a license key.
 * None of it is an argument: everybody on a machine can see those of all its programs. */
static inline ls_credentials *ask_for_credentials(bool *out_is_person)
{
    char name[1024], password[1024];
    ls_credentials *credentials;
    ask("License key, or the email to sign in with: ", name, sizeof name);
    *out_is_person = strchr(name, '@') != NULL;
    if (*out_is_person) {
        ask_secret("Password: ", password, sizeof password);
        credentials = ls_credentials_new_password(name, password);
        wipe(password, sizeof password);
    } else {
        credentials = ls_credentials_new_license_key(name);
    }
    wipe(name, sizeof name);
    return credentials;
}

/* A license in a line. */
static inline void print_license_line(const ls_license *license)
{
    int64_t id, most, used, end;
    bool is_unlimited;
    if (ls_license_id(license, &id))
        printf("License %" PRId64 ", ", id);
    fputs(or_none(ls_license_license_type(license)), stdout);
    if (ls_license_allow_unlimited_activations(license, &is_unlimited) && is_unlimited)
        fputs(", for any number of devices", stdout);
    else if (ls_license_times_activated(license, &used) && ls_license_max_activations(license, &most))
        printf(", in use on %" PRId64 " of %" PRId64 " devices", used, most);
    if (ls_license_validity_period(license, &end)) {
        fputs(is_over(end) ? ", ended " : ", ends ", stdout);
        print_time(end);
    }
    for (size_t i = 0; i < ls_license_product_features_count(license); i++)
        printf("%s%s", i == 0 ? ", features: " : " ",
               or_none(ls_feature_code(ls_license_product_features_at(license, i))));
    putchar('\n');
}

/* What this device has now. */
static inline void print_activation(const ls_activation *activation)
{
    ls_licenses *licenses = NULL;
    ls_activation_licenses(activation, &licenses, NULL);
    printf("Activated on this device (%.8s...):\n  ", ls_activation_hardware_id(activation));
    print_license_line(ls_licenses_at(licenses, 0));
    ls_licenses_free(licenses);
}

#endif
